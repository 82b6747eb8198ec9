/** Shows the button, which stays hidden where scripts do not run, and lets it choose the other theme. */
export function showThemeButton(onChange: () => void): void {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  if (button === null) return;
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean => (root.dataset.theme ? root.dataset.theme === 'dark' : systemIsDark.matches);
  const changed = (): void => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
    onChange();
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    changed();
  });
  systemIsDark.addEventListener('change', changed);
  button.hidden = false;
  changed();
}
