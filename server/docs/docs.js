// Shows the OpenAPI document of this server, from this server.
const make = (tag, text, ...children) => {
  const e = document.createElement(tag);
  if (text) e.textContent = text;
  e.append(...children);
  return e;
};

const nameOf = (ref) => ref.split('/').pop();

/** A schema in one word, linked where it has a name. */
function kind(schema) {
  if (!schema) return make('span', 'nothing');
  if (schema.$ref) {
    const a = make('a', nameOf(schema.$ref));
    a.href = `#${nameOf(schema.$ref)}`;
    return a;
  }
  if (schema.type === 'array') return make('span', 'list of ', kind(schema.items));
  for (const of of ['oneOf', 'anyOf']) {
    if (schema[of]) return make('span', '', ...schema[of].flatMap((s, i) => (i ? [' or ', kind(s)] : [kind(s)])));
  }
  if (schema.enum) return make('span', schema.enum.join(' | '));
  if (schema.additionalProperties?.type || schema.additionalProperties?.$ref) return make('span', 'map to ', kind(schema.additionalProperties));
  return make('span', [].concat(schema.type ?? 'anything').join(' | ') + (schema.format ? ` (${schema.format})` : ''));
}

function fields(schema) {
  const table = make('table', '', make('tr', '', make('th', 'Field'), make('th', 'Type'), make('th', '')));
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    const needed = schema.required?.includes(name) ? '' : 'optional. ';
    table.append(make('tr', '', make('td', '', make('code', name)), make('td', '', kind(s)), make('td', needed + (s.description ?? ''))));
  }
  return table;
}

const jsonOf = (content) => Object.values(content ?? {})[0]?.schema;

function route(method, path, op) {
  const body = make('div');
  if (op.description) body.append(make('p', op.description));
  const params = op.parameters ?? [];
  if (params.length) {
    const rows = params.map((p) => make('tr', '', make('td', '', make('code', p.name)), make('td', p.in), make('td', '', kind(p.schema)), make('td', (p.required ? '' : 'optional. ') + (p.description ?? ''))));
    body.append(make('h3', 'Parameters'), make('table', '', ...rows));
  }
  if (op.requestBody) body.append(make('h3', 'Send'), kind(jsonOf(op.requestBody.content)));
  for (const [status, reply] of Object.entries(op.responses ?? {})) {
    body.append(make('h3', status === 'default' ? 'Refused' : `Reply ${status}`), kind(jsonOf(reply.content)));
  }
  const summary = make('summary', '', make('code', `${method.toUpperCase()} ${path}`), make('span', op.summary));
  const d = make('details', '', summary, body);
  d.dataset.find = `${method} ${path} ${op.summary ?? ''}`.toLowerCase();
  return d;
}

async function show() {
  const main = document.getElementById('routes');
  const doc = await (await fetch('/api/v1/openapi.json')).json();
  document.getElementById('about').textContent = `${doc.info.description} Version ${doc.info.version}. All paths are under ${doc.servers[0].url}.`;
  const tags = new Map();
  for (const [path, methods] of Object.entries(doc.paths)) {
    for (const [method, op] of Object.entries(methods)) {
      const tag = op.tags?.[0] ?? 'other';
      if (!tags.has(tag)) tags.set(tag, make('section', '', make('h2', tag)));
      tags.get(tag).append(route(method, path, op));
    }
  }
  main.replaceChildren(...tags.values());
  const shapes = make('section', '', make('h2', 'Shapes'));
  for (const [name, schema] of Object.entries(doc.components.schemas).sort(([a], [b]) => a.localeCompare(b))) {
    const inside = schema.properties ? fields(schema) : make('p', '', kind(schema));
    const d = make('details', '', make('summary', '', make('code', name), make('span', schema.description)), make('div', '', inside));
    d.id = name;
    d.dataset.find = name.toLowerCase();
    shapes.append(d);
  }
  main.append(shapes);
  main.removeAttribute('aria-busy');
  const open = () => {
    const d = document.getElementById(location.hash.slice(1));
    if (d) {
      d.open = true;
      d.scrollIntoView();
    }
  };
  addEventListener('hashchange', open);
  open();
}

document.getElementById('find').addEventListener('input', (e) => {
  const q = e.target.value.trim().toLowerCase();
  for (const d of document.querySelectorAll('details')) d.hidden = !d.dataset.find.includes(q);
});
show().catch(() => {
  document.getElementById('routes').textContent = 'The document cannot be read. Reload to try again.';
});
