import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// Live reload while developing. Start the server (./yingda serve), then here
//     npm ci && npm run dev
// and open http://localhost:5173/demo/ or http://localhost:5173/console/. The page comes from the sources, everything
// under /api, /ws and /health from the server; YINGDA_SERVER names another one than http://localhost:8080.
// The builds of the four parts are in build.mjs.

const server = process.env['YINGDA_SERVER'] ?? 'http://localhost:8080'

/** In development the loader, a classic script when built, is a module; and the root has no page of its own. */
function fromSources(): Plugin {
  return {
    name: 'yingda-from-sources',
    configureServer(dev) {
      dev.middlewares.use((request, response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/'
        if (path === '/widget/yingda.js') {
          response.setHeader('Content-Type', 'text/javascript')
          response.end("{const tag=document.currentScript;import('/widget/loader.ts').then(m=>m.start(tag))}")
        } else if (path === '/') {
          response.writeHead(302, { Location: '/demo/' }).end()
        } else if (path === '/demo/shop.js') {
          request.url = '/demo/public/shop.js'
          next()
        } else {
          if (/^\/(console|demo)\/?$/.test(path)) {
            request.url = path.replace(/\/?$/, '/index.html')
          }
          next()
        }
      })
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue(), fromSources()],
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/health': server,
      '/ws': { target: server, ws: true },
    },
  },
  define: { __PANEL__: JSON.stringify('panel.ts') },
  test: {
    include: ['{shared,widget,demo,console}/**/*.test.ts'],
    environment: 'node',
    reporters: ['default'],
  },
})
