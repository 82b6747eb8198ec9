/**
 * Every colour of a page, light and dark. The reader's system chooses, until `data-theme` on the root does.
 * Text on `--paper` and `--raised` has a contrast of at least 4.5, marks at least 3; verdicts also differ in shape.
 */
export const themeVariables = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfdfb, #15171b);
  --raised: light-dark(#f5f5f1, #1c1f24);
  --ink: light-dark(#1b1d21, #e7e8ea);
  --muted: light-dark(#5a5f68, #a1a7b1);
  --rule: light-dark(#e4e4df, #2c3038);
  --axis: light-dark(#9b9fa6, #666c77);
  --curve: light-dark(#1d5a96, #82b8f0);
  --dots: light-dark(#1d5a9666, #82b8f080);
  --champion: light-dark(#1b1d21, #e7e8ea);
  --challenger: light-dark(#c8440f, #ff8f5e);
  --held: light-dark(#a86200, #f0aa3e);
  --rejected: light-dark(#b01650, #ff7fab);
  --promoted: light-dark(#00776a, #4ecfb6);
  --drift: light-dark(#5b4bb5, #a79bff);
  --member-0: light-dark(#1d5a96, #82b8f0);
  --member-1: light-dark(#c8440f, #ff8f5e);
  --member-2: light-dark(#00776a, #4ecfb6);
  --member-3: light-dark(#5b4bb5, #a79bff);
  --member-4: light-dark(#8a6d00, #d9bd52);
  --member-5: light-dark(#b01650, #ff7fab);
  --concept-0: light-dark(#fdfdfb00, #15171b00);
  --concept-1: light-dark(#8a7d5a1f, #b9b08f1c);
  --concept-2: light-dark(#5a6e8a1f, #8fa5b91c);
  --harmful: light-dark(#b016502e, #ff7fab33);
  --phase-0: light-dark(#bfc8d3, #3a4350);
  --phase-1: light-dark(#8fa3b8, #55657a);
  --phase-2: light-dark(#5f7f9e, #7089a5);
  --phase-3: light-dark(#1d5a96, #82b8f0);
  --phase-4: light-dark(#a9987a, #a8946c);
  --phase-5: light-dark(#d8cdb8, #5d5340);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;
