/* Fields in the tables of the admin have a heading above them and no label: the heading becomes it. */
const FIELDS = 'input:not([type="hidden"]), select, textarea';

function words(element) {
  return element ? element.textContent.trim().replace(/\s+/g, ' ').replace(/:$/, '') : '';
}

function named(field) {
  return field.labels.length || field.hasAttribute('aria-label') || field.hasAttribute('aria-labelledby');
}

function label(root) {
  for (const cell of root.querySelectorAll('.tabular td')) {
    const head = cell.closest('table').tHead?.rows[0];
    const heading = words(head?.cells[cell.cellIndex - cell.parentElement.cells.length + head.cells.length]);
    for (const field of cell.querySelectorAll(FIELDS)) if (heading && !named(field)) field.setAttribute('aria-label', heading);
  }
  for (const row of root.querySelectorAll('.datetime')) {
    const heading = words(row.closest('.form-row')?.querySelector('label, legend'));
    for (const field of row.querySelectorAll(FIELDS)) if (heading && !named(field)) field.setAttribute('aria-label', heading);
  }
}

label(document);
document.addEventListener('formset:added', (event) => label(event.target.closest('.tabular') ?? document));

/* A form is sent once: a second click would save new rows twice. */
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = '1';
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));

/* The pickers of roles and permissions, which Django makes on load, name a span that has no role. */
addEventListener('load', () => {
  for (const icon of document.querySelectorAll('.search-label-icon[aria-label]')) icon.setAttribute('role', 'img');
});
