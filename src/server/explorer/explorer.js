"use strict";

const $ = (id) => document.getElementById(id);

const FIRST_QUERY = `# Ctrl+Enter runs it. Sign in above to see your own figures.
{
  version
}
`;

const INTROSPECTION = `query Schema {
  __schema {
    queryType { name } mutationType { name }
    types {
      name kind description
      fields(includeDeprecated: true) { name description args { name description type { ...T } } type { ...T } }
      inputFields { name description type { ...T } }
      enumValues(includeDeprecated: true) { name description }
    }
  }
}
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { accessToken errors { message } }
}`;

let types = new Map();

async function call(query, variables) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const token = $("token").value.trim();
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch("graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return response.json();
}

async function run() {
  let variables;
  try {
    variables = JSON.parse($("variables").value.trim() || "{}");
  } catch (cause) {
    $("result").textContent = `The variables are not JSON: ${cause.message}`;
    return;
  }
  const started = performance.now();
  try {
    const answer = await call($("query").value, variables);
    $("result").textContent = JSON.stringify(answer, null, 2);
    $("status").textContent = `${Math.round(performance.now() - started)} ms`;
  } catch (cause) {
    $("result").textContent = `No answer: ${cause.message}`;
  }
}

async function signIn(event) {
  event.preventDefault();
  const input = { email: $("email").value, password: $("password").value };
  const answer = await call(SIGN_IN, { input });
  const payload = answer.data?.signIn;
  const error = answer.errors?.[0] ?? payload?.errors?.[0];
  $("status").textContent = error ? error.message : "Signed in.";
  if (!payload?.accessToken) return;
  $("password").value = "";
  $("token").value = payload.accessToken;
  keep();
  await learn();
}

/** Remembered for this tab only. */
function keep() {
  sessionStorage.setItem("token", $("token").value);
  sessionStorage.setItem("query", $("query").value);
  sessionStorage.setItem("variables", $("variables").value);
}

async function learn() {
  const answer = await call(INTROSPECTION, {}).catch(() => ({}));
  const schema = answer.data?.__schema;
  if (!schema) {
    $("docs").textContent = answer.errors?.[0]?.message ?? "The schema cannot be read.";
    return;
  }
  const roots = [schema.queryType?.name, schema.mutationType?.name];
  const rank = (type) => (roots.includes(type.name) ? roots.indexOf(type.name) : roots.length);
  const shown = schema.types.filter((type) => !type.name.startsWith("__"));
  shown.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  types = new Map(shown.map((type) => [type.name, type]));
  list();
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

const written = (type) =>
  type.kind === "NON_NULL" ? `${written(type.ofType)}!` : type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name;

const core = (type) => (type.ofType ? core(type.ofType) : type.name);

function typeLink(type) {
  const link = element("button", written(type));
  link.type = "button";
  link.onclick = () => {
    $("search").value = core(type);
    list();
  };
  return link;
}

function member(entry) {
  const args = entry.args?.length ? `(${entry.args.map((arg) => `${arg.name}: ${written(arg.type)}`).join(", ")})` : "";
  const term = element("dt", entry.name + args);
  if (entry.type) term.append(": ", typeLink(entry.type));
  return [term, element("dd", entry.description ?? "")];
}

function list() {
  const wanted = $("search").value.trim().toLowerCase();
  const found = [...types.values()].filter((type) => {
    const members = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])];
    return !wanted || [type, ...members].some((entry) => entry.name.toLowerCase().includes(wanted));
  });
  const exact = found.filter((type) => type.name.toLowerCase() === wanted);
  const entries = (exact.length ? exact : found).map((type) => {
    const members = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])];
    const entry = element("details", "", element("summary", type.name), element("p", type.description ?? ""));
    entry.append(element("dl", "", ...members.flatMap(member)));
    entry.open = exact.length > 0;
    return entry;
  });
  $("docs").replaceChildren(...entries);
}

$("query").value = sessionStorage.getItem("query") ?? FIRST_QUERY;
$("variables").value = sessionStorage.getItem("variables") ?? "";
$("token").value = sessionStorage.getItem("token") ?? "";
$("run").onclick = run;
$("sign-in").onsubmit = signIn;
$("search").oninput = list;
$("token").onchange = () => { keep(); learn(); };
for (const id of ["query", "variables"]) {
  $(id).onchange = keep;
  $(id).onkeydown = (event) => { if (event.ctrlKey && event.key === "Enter") { keep(); run(); } };
}
learn();
