"""Rows a second of scikit-learn, River and Vowpal Wabbit on the rows given on standard input, as JSON.

Each predicts a segment (or row) and then learns it, as Sluice does. The best of three passes counts.
"""

import json
import sys
import time

import numpy as np
from river import compose, linear_model, naive_bayes, optim, preprocessing
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import StandardScaler
from vowpalwabbit import pyvw

given = json.load(sys.stdin)
width, rows_a_segment = given["width"], given["segmentRows"]
X = np.array(given["X"]).reshape(-1, width)
y = np.array(given["y"])


def best_of(run, times=3):
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return len(y) / min(seconds)


def sklearn_sgd():
    scaler, model = StandardScaler(), SGDClassifier(loss="log_loss", penalty=None, learning_rate="constant", eta0=0.05)
    for at in range(0, len(y), rows_a_segment):
        part, labels = X[at : at + rows_a_segment], y[at : at + rows_a_segment]
        if at > 0:
            model.predict_proba(scaler.transform(part))
        scaler.partial_fit(part)
        model.partial_fit(scaler.transform(part), labels, classes=[0, 1])


def river_model(model):
    named = [{f"x{j}": value for j, value in enumerate(row)} for row in X.tolist()]
    labels = [bool(label) for label in y]

    def run():
        pipeline = compose.Pipeline(preprocessing.StandardScaler(), model())
        for row, label in zip(named, labels):
            pipeline.predict_proba_one(row)
            pipeline.learn_one(row, label)

    return run


def vowpal_wabbit():
    lines = [
        f"{1 if label else -1} | " + " ".join(f"{j}:{value:.6f}" for j, value in enumerate(row))
        for row, label in zip(X.tolist(), y)
    ]

    def run():
        model = pyvw.Workspace("--loss_function logistic --link logistic --quiet")
        for line in lines:
            model.learn(line)  # predicts first
        model.finish()

    return run


print(
    json.dumps(
        {
            "scikit-learn SGDClassifier, segments": best_of(sklearn_sgd),
            "River LogisticRegression, row by row": best_of(
                river_model(lambda: linear_model.LogisticRegression(optim.SGD(0.05)))
            ),
            "River GaussianNB, row by row": best_of(river_model(naive_bayes.GaussianNB)),
            "Vowpal Wabbit, lines from Python": best_of(vowpal_wabbit()),
        }
    )
)
