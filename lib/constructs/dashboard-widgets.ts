import {
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Query } from './trainer-queries.ts';

/** Columns of a dashboard. */
export const FULL_WIDTH = 24;

/** Three to a row. */
export function graph(title: string, unit: string, left: IMetric[], options: GraphWidgetProps = {}): IWidget {
  const leftYAxis = { min: 0, label: unit, showUnits: false };
  return new GraphWidget({ width: 8, height: 6, title, left, leftYAxis, ...options });
}

/** A query as curves. @param width of 24. */
export function queryGraph(title: string, log: ILogGroup, query: Query, width: number): IWidget {
  return new LogQueryWidget({ ...props(title, log, query), width, height: 6, view: LogQueryVisualizationType.LINE });
}

/** A query as a table. @param width of 24. */
export function queryTable(title: string, log: ILogGroup, query: Query, width: number, height: number): IWidget {
  return new LogQueryWidget({ ...props(title, log, query), width, height, view: LogQueryVisualizationType.TABLE });
}

/** Markdown from one side to the other. */
export function text(markdown: string, height: number): IWidget {
  return new TextWidget({ markdown, width: FULL_WIDTH, height });
}

function props(title: string, log: ILogGroup, query: Query) {
  return { title, logGroupNames: [log.logGroupName], queryLines: [...query] };
}
