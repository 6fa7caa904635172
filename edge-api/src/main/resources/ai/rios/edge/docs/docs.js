'use strict';
// Draws the OpenAPI document. Text goes into the page as text only, never as markup.
const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
};
// Text with `code` in it.
const rich = (name, text) => element(name, '',
  ...text.split('`').map((part, at) => at % 2 ? element('code', part) : document.createTextNode(part)));
const resolve = (root, node) => node && node.$ref
  ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], root) : node;
const expand = (root, node, depth) => {
  const found = resolve(root, node);
  if (!found || typeof found !== 'object' || depth > 6) return found;
  if (Array.isArray(found)) return found.map(item => expand(root, item, depth + 1));
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, expand(root, value, depth + 1)]));
};
const table = (heads, rows) => element('table', '',
  element('thead', '', element('tr', '', ...heads.map(head => element('th', head)))),
  element('tbody', '', ...rows.map(row => element('tr', '', ...row.map(cell => rich('td', cell))))));

function tryIt(path, method, parameters, example) {
  const form = element('form');
  const inputs = parameters.map(parameter => {
    const input = element('input');
    input.required = Boolean(parameter.required);
    input.placeholder = parameter.description || '';
    form.append(element('div', '', element('label', parameter.name + ' ', input)));
    return [parameter, input];
  });
  const body = element('textarea');
  if (example !== undefined) {
    body.value = JSON.stringify(example, null, 2);
    form.append(body);
  }
  const out = element('pre');
  form.append(element('button', 'Send'), out);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const token = document.getElementById('token').value;
    const headers = token ? { Authorization: 'Bearer ' + token } : {};
    const query = new URLSearchParams();
    let target = path;
    for (const [parameter, input] of inputs) {
      if (!input.value) continue;
      if (parameter.in === 'path') target = target.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
      if (parameter.in === 'query') query.append(parameter.name, input.value);
      if (parameter.in === 'header') headers[parameter.name] = input.value;
    }
    if (example !== undefined) headers['Content-Type'] = 'application/json';
    try {
      const answer = await fetch(target + (query.size ? '?' + query : ''),
        { method: method.toUpperCase(), headers, body: example === undefined ? undefined : body.value });
      const lines = [...answer.headers].map(([name, value]) => name + ': ' + value).join('\n');
      const text = await answer.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: shown as it is */ }
      out.textContent = answer.status + ' ' + answer.statusText + '\n' + lines + '\n\n' + shown;
    } catch (failure) {
      out.textContent = String(failure);
    }
  });
  return form;
}

function draw(root) {
  document.getElementById('about').textContent = root.info.description;
  const main = document.getElementById('paths');
  main.replaceChildren();
  for (const tag of root.tags) {
    main.append(element('h2', tag.name));
    for (const [path, item] of Object.entries(root.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (!operation.tags || !operation.tags.includes(tag.name)) continue;
        const parameters = [...(item.parameters || []), ...(operation.parameters || [])].map(one => resolve(root, one));
        const kind = element('span', method.toUpperCase());
        kind.className = 'method';
        const box = element('details', '', element('summary', '', kind, element('code', path), ' ' + operation.summary));
        if (operation.description) box.append(rich('p', operation.description));
        const scopes = (operation.security || []).flatMap(one => one.bearer || []);
        if (scopes.length) box.append(element('p', 'Scope: ' + scopes.join(', ')));
        if (parameters.length) {
          box.append(element('h4', 'Parameters'), table(['name', 'in', 'meaning'],
            parameters.map(one => [one.name + (one.required ? ' *' : ''), one.in, one.description || ''])));
        }
        const schema = operation.requestBody && resolve(root, operation.requestBody.content['application/json'].schema);
        if (schema) {
          box.append(element('h4', 'Body'), element('pre', JSON.stringify(expand(root, schema, 0), null, 2)));
        }
        box.append(element('h4', 'Answers'), table(['status', 'meaning'],
          Object.entries(operation.responses).map(([status, one]) => [status, resolve(root, one).description])));
        box.append(element('h4', 'Try it'), tryIt(path, method, parameters, schema ? schema.example || {} : undefined));
        main.append(box);
      }
    }
  }
}

fetch('/openapi.json').then(answer => answer.json()).then(draw);
