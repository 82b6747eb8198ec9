/** Of a package; esbuild puts it into the page's style. */
declare module '*.css';
