import type { Template } from 'aws-cdk-lib/assertions';

export interface Widget {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly metrics?: readonly unknown[];
    readonly query?: string;
    readonly view?: string;
    readonly yAxis?: { readonly left?: unknown };
  };
}

/** The body of a template's only dashboard, names that are known after deployment replaced by `token`. */
export function bodyOf(pipeline: Template): string {
  const [{ Properties }] = Object.values(pipeline.findResources('AWS::CloudWatch::Dashboard'));
  return Properties.DashboardBody['Fn::Join'][1]
    .map((part: unknown) => (typeof part === 'string' ? part : 'token'))
    .join('');
}

/** The widgets of a template's only dashboard. */
export function dashboardOf(pipeline: Template): readonly Widget[] {
  return JSON.parse(bodyOf(pipeline)).widgets;
}
