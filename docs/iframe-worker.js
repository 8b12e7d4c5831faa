// The search runs in a worker, and browsers refuse workers to pages opened from the disk.
// There a hidden frame takes its place, so that search needs neither a server nor a network.
"use strict";
if (location.protocol === "file:") {
  // The theme's worker asks for this name to learn where its parts are.
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.onmessage = this.onerror = null;
      this.receive = (event) => {
        if (event.source !== this.inner) return;
        const message = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(message);
        if (this.onmessage) this.onmessage(message);
      };
      window.addEventListener("message", this.receive);
      document.body.appendChild(this.frame);
      this.inner = this.frame.contentWindow;
      const page = this.frame.contentDocument;
      page.open();
      page.write(
        "<!doctype html><body><script>" +
          "self.postMessage = (data) => parent.postMessage(data, '*');" +
          "self.importScripts = (...urls) => urls.reduce((before, url) => before.then(() =>" +
          " new Promise((done, failed) => { const script = document.createElement('script');" +
          " script.src = url; script.onload = done; script.onerror = failed;" +
          " document.body.appendChild(script); })), Promise.resolve());" +
          "</scr" + "ipt><script src='" + new URL(url, location.href) + "'></scr" + "ipt>"
      );
      page.close();
      this.frame.addEventListener("load", () => {
        this.ready = true;
        this.waiting.splice(0).forEach((data) => this.deliver(data));
      });
    }
    deliver(data) {
      this.inner.dispatchEvent(new MessageEvent("message", { data }));
    }
    postMessage(data) {
      if (this.ready) this.deliver(data);
      else this.waiting.push(data);
    }
    terminate() {
      window.removeEventListener("message", this.receive);
      this.frame.remove();
    }
  };
}
