import react from "@vitejs/plugin-react";

export default {
  plugins: [react()],
  server: { proxy: { "/consent": "http://localhost:3000" } },
};
