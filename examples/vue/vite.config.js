import vue from "@vitejs/plugin-vue";

export default {
  plugins: [vue()],
  server: { proxy: { "/consent": "http://localhost:3000" } },
};
