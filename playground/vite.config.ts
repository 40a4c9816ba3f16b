import { createHash } from "node:crypto";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";

/**
 * What the page may do, and nothing else: it talks to the host that it came from, and to no other.
 * CodeMirror writes its styles into elements of its own, which carry the nonce.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'nonce-editor'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The policy goes into what is built; the development server adds scripts of its own. */
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
      injectTo: "head-prepend",
    },
  ],
};

/**
 * Serves the site as a host should: a policy in the page alone does not bind its workers. The
 * documents have scripts of their own within them.
 */
const servedPolicy: Plugin = {
  name: "served-policy",
  configurePreviewServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const isDocument = request.url?.startsWith("/docs/");
      if (!isDocument) response.setHeader("Content-Security-Policy", POLICY);
      next();
    });
  },
};

/**
 * The Wasm of the package as a file of its own beside the scripts. It is compiled from its bytes,
 * so that the page does not depend on the media type that a host gives it.
 */
function wasmFiles(): Plugin {
  return {
    name: "wasm-files",
    enforce: "pre",
    transform: (_, id) =>
      id.endsWith(".wasm")
        ? `import url from ${JSON.stringify(`${id}?url`)};
           const response = await fetch(url);
           export default await WebAssembly.compile(await response.arrayBuffer());`
        : null,
  };
}

/** Tells the service worker which files the site has, so that it works without a network. */
function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle["service-worker.js"];
        if (worker?.type !== "chunk") throw new Error("There is no service worker.");
        const built = Object.keys(bundle).filter((name) => name !== worker.fileName);
        const files = ["./", "icon.svg", "site.webmanifest", ...built].sort();
        const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 8);
        worker.code = worker.code.replace("OFFLINE_SITE", JSON.stringify({ version, files }));
      },
    },
  };
}

export default defineConfig({
  // The site opens from any path of any host.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Of the package, the entry that leaves the Wasm a file.
  resolve: { conditions: ["workerd", ...defaultClientConditions] },
  worker: { format: "es", plugins: () => [wasmFiles()] },
  build: {
    // The API reference and the guides are built into the same folder by TypeDoc.
    outDir: "dist",
    emptyOutDir: false,
    target: "es2023",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "index.html", "service-worker": "src/service-worker.ts" },
      output: {
        entryFileNames: ({ name }) =>
          name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js",
      },
    },
  },
  plugins: [contentSecurityPolicy, servedPolicy, offlineFiles()],
});
