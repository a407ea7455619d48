// Audits a running server against "GraphQL over HTTP": node graphql-http-audit.mjs URL
// `graphql-http` must be installed where node finds it. An error or a warning fails; a notice (a MAY) is only shown.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { auditServer } = require("graphql-http");

const url = process.argv[2];
if (!url) throw new Error("which URL?");

const results = await auditServer({ url });
const counts = {};
for (const result of results) {
  counts[result.status] = (counts[result.status] ?? 0) + 1;
  if (result.status !== "ok") console.log(`${result.status} ${result.id} ${result.name}: ${result.reason}`);
}
console.log(`${results.length} audits:`, counts);
process.exitCode = counts.error || counts.warn ? 1 : 0;
