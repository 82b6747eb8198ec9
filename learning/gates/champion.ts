import { type Classifier, createClassifier, predictRows } from '../classifier.ts';
import type { Definition } from '../definition.ts';
import type { LabelledRows } from '../labelled-rows.ts';
import { joinStates } from '../state.ts';
import { type ChampionOptions, resolveChampionOptions } from './champion-options.ts';
import { createExperience, MAGNITUDE_FACTOR } from './experience.ts';
import type { Gate, GateReading, JudgedSegment, TrialReading, Verdict } from './gate.ts';
import { labelRateEvidence } from './label-rate.ts';
import { clearlyBetter, lossDifference } from './loss-difference.ts';
import { fitBetterTurnedRound, surpriseOf } from './surprise.ts';
import { createSurpriseLimit } from './surprise-limit.ts';
import { createTrial, YOUNG } from './trial.ts';

/** Fewer rows than this say too little of a segment to be held against it: they are learned as they come. */
const ROWS_MIN = 10;

/**
 * The default gate. A segment that surprises the champion is believed by a copy only, the challenger, and the segments
 * after it decide who was right: so harm is held back, a change is followed, and nothing is lost by it, because the
 * challenger has learned all of it. docs/gate.md has the idea, the statistics and what they reach.
 */
export function createChampionGate(definition: Definition, options: ChampionOptions): Gate {
  const { deviations, trialSegments, harmfulShare } = resolveChampionOptions(options);
  const challenger = createClassifier(definition);
  const experience = { champion: createExperience(definition), challenger: createExperience(definition) };
  const usual = { champion: createSurpriseLimit(deviations), challenger: createSurpriseLimit(deviations) };
  const trial = createTrial(trialSegments, harmfulShare);

  const championLearns = (champion: Classifier, rows: LabelledRows): void => {
    champion.partialFit(rows);
    experience.champion.learn(rows);
  };
  const challengerLearns = (rows: LabelledRows, byChallenger?: Float64Array): void => {
    if (byChallenger !== undefined) usual.challenger.learn(surpriseOf(rows.y, byChallenger));
    challenger.partialFit(rows);
    experience.challenger.learn(rows);
  };
  const surprisesChallenger = (rows: LabelledRows, byChallenger: Float64Array): boolean =>
    surpriseOf(rows.y, byChallenger) > usual.challenger.value(rows.count);
  /** Whether the kept challenger is surprised by a segment no more than one of both may be, and is clearly better at it. */
  const keptExplains = ({ rows, probabilities }: JudgedSegment): boolean => {
    if (!trial.keeps()) return false;
    const byKept = predictRows(challenger, rows);
    const limit = Math.max(usual.champion.value(rows.count), usual.challenger.value(rows.count));
    return surpriseOf(rows.y, byKept) <= limit && clearlyBetter(lossDifference(rows, probabilities, byKept)) === 1;
  };
  const begin = (champion: Classifier, segment: JudgedSegment, beyond: string | undefined): 'new' | 'kept' => {
    // From nothing, where the champion is young: what it believes must not be in the other too.
    const young = experience.champion.lead() < YOUNG;
    const who = !young && beyond === undefined && keptExplains(segment) ? 'kept' : 'new';
    if (who === 'new') {
      challenger.become(young ? createClassifier(definition) : champion);
      experience.challenger.become(young ? createExperience(definition) : experience.champion);
      usual.challenger.forget(); // what surprises the champion is what the challenger believes
    }
    trial.begin(young ? 0 : labelRateEvidence(segment.rows.y, segment.positiveShare), who);
    return who;
  };
  const promote = (champion: Classifier): void => {
    champion.become(challenger);
    experience.champion.become(experience.challenger);
    usual.champion.become(usual.challenger);
  };
  /** Too short to be judged: whoever there is learns it. */
  const learnUnjudged = (champion: Classifier, rows: LabelledRows): Verdict => {
    championLearns(champion, rows);
    if (trial.running()) challengerLearns(rows);
    return { kind: 'accepted', sentence: `accepted: ${rows.count} rows are too few to judge` };
  };
  const limitOf = ({ rows, probabilities }: JudgedSegment): number => {
    const turnedRound = fitBetterTurnedRound(rows.y, probabilities);
    return usual.champion.value(rows.count, { turnedRound, young: experience.champion.lead() < YOUNG });
  };
  /** What the segment shows, before anything is learned of it; a running trial takes it as evidence. */
  const read = (segment: JudgedSegment): GateReading => ({
    surprise: surpriseOf(segment.rows.y, segment.probabilities),
    limit: limitOf(segment),
    ...(segment.byRival && { trial: trial.weigh(segment, segment.byRival, experience.champion.lead()) }),
  });

  return {
    state: joinStates({
      challenger,
      trial,
      usual: { state: joinStates(usual) },
      experience: { state: joinStates(experience) },
    }),
    rival: () =>
      trial.running() ? { classifier: challenger, share: trial.share(experience.champion.lead()) } : undefined,
    trial: () => (trial.running() ? trial.standing(experience.champion.lead()) : undefined),
    endTrial(how, champion) {
      trial.end(how, experience.champion.lead());
      if (how === 'promoted') promote(champion);
    },
    judge(segment, champion) {
      const { rows } = segment;
      if (rows.count < ROWS_MIN) return learnUnjudged(champion, rows);
      const again = trial.runsAgain();
      const reading = read(segment);
      const beyond = experience.champion.beyond(rows);
      const last = reading.trial === undefined ? 0 : trial.last();
      if (reading.trial?.outcome === 'dropped' && segment.byRival && !surprisesChallenger(rows, segment.byRival))
        trial.discard(); // it was not better, which refutes nothing
      if (reading.trial?.outcome === 'promoted') {
        promote(champion);
        if (last >= 0) championLearns(champion, rows);
        return { kind: 'promoted', sentence: `promoted: ${trialInWords(reading.trial)}`, reading };
      }
      // However little it surprises, what a refuted challenger explains better is not learned: of few such segments a
      // champion of a weak signal becomes one that honest labels surprise.
      const refuted = again && last > 0;
      const suspicious = beyond !== undefined || reading.surprise > reading.limit || refuted;
      const begins = suspicious && !trial.running();
      const who = begins ? begin(champion, segment, beyond) : undefined;
      trial.count(suspicious);
      if (suspicious) experience.champion.contradict();
      // A surprise that no challenger explains better is usual for this champion: it is not as sure as it says.
      if (!suspicious || (reading.trial && last <= 0)) usual.champion.learn(reading.surprise);
      if (!suspicious) championLearns(champion, rows);
      if (begins) challengerLearns(rows);
      else if (trial.running() && last >= 0) challengerLearns(rows, segment.byRival);
      else if (trial.running()) experience.challenger.contradict(); // what it lost it would unlearn
      const kind = suspicious ? 'held' : 'accepted';
      const sentence = `${kind}: ${causeInWords(reading, beyond, refuted)}${aftermath(reading.trial, who)}`;
      return { kind, sentence, reading };
    },
  };
}

function causeInWords({ surprise, limit }: GateReading, beyond: string | undefined, refuted: boolean): string {
  if (beyond !== undefined) return `most of ${beyond} is beyond ${MAGNITUDE_FACTOR} times the largest learned`;
  // Plus 0 makes a 0 of −0, which is what a small negative number is rounded to.
  const numbers = `surprise ${(Number(surprise.toFixed(1)) + 0).toFixed(1)}, expected under ${limit.toFixed(1)}`;
  return refuted && surprise <= limit
    ? `${numbers}, but a challenger that was dropped before is better at it`
    : numbers;
}

/** What the segment did to a trial, and who is on trial from now on. */
function aftermath(trial: TrialReading | undefined, who: 'new' | 'kept' | undefined): string {
  const ended = trial?.outcome === 'dropped' ? `; challenger dropped: ${trialInWords(trial)}` : '';
  if (who === 'kept') return `${ended}; the dropped challenger began again`;
  if (who === 'new') return `${ended}; ${ended === '' ? 'challenger' : 'another'} began`;
  return ended === '' && trial !== undefined ? `; ${trialInWords(trial)}` : ended;
}

function trialInWords({ segments, evidence, f1 }: TrialReading): string {
  const over = `${segments} segment${segments === 1 ? '' : 's'}`;
  return `F1 ${f1.champion.toFixed(2)} against challenger's ${f1.challenger.toFixed(2)} over ${over}, evidence ${evidence.toFixed(1)}`;
}
