import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

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

export default defineConfig({
  // The site opens from any path of any host.
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // The API reference and the guides are built into the same folder by TypeDoc.
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2023",
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  plugins: [
    contentSecurityPolicy,
    VitePWA({
      injectRegister: null,
      registerType: "autoUpdate",
      filename: "service-worker.js",
      manifest: {
        name: "Tidegate playground",
        short_name: "Tidegate",
        description: "Try event rules, conversions and schemas; nothing leaves the browser.",
        start_url: "./",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#0b6a6f",
        icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
      },
      workbox: {
        globPatterns: ["**/*.{html,js,css,svg,json,wasm}"],
        globIgnores: ["docs/**"],
        navigateFallbackDenylist: [/\/docs\//],
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
  ],
});
