// Pictures as bitmaps: loaded a few at a time, and forgotten when others are nearer.
import { pictureAddress } from "/static/api.js";

const MOST_LOADING = 4;
const MOST_BYTES = 96 << 20; // of files as they came: to show one again costs no request

export class Pictures {
  constructor(most, onLoaded) {
    this.most = most;
    this.onLoaded = onLoaded;
    this.kept = new Map(); // by address: a bitmap, or null where there is no such picture
    this.wanted = [];
    this.loading = new Set();
    this.files = new Map();
    this.bytes = 0;
  }

  // Returns the bitmap; null: there is none; undefined: it is not here yet.
  peek(size, side, index, version) {
    const address = pictureAddress(size, side, index, version);
    const bitmap = this.kept.get(address);
    if (bitmap !== undefined) {
      this.kept.delete(address);
      this.kept.set(address, bitmap);
    }
    return bitmap;
  }

  // Says which pictures are wanted now, the most urgent first; what was wanted before is not any more.
  want(addresses) {
    this.wanted = addresses.filter((one) => !this.kept.has(one) && !this.loading.has(one));
    this.loadMore();
  }

  loadMore() {
    while (this.loading.size < MOST_LOADING && this.wanted.length) this.load(this.wanted.shift());
  }

  async load(address) {
    this.loading.add(address);
    let bitmap = null;
    try {
      const file = this.files.get(address) ?? await this.fetch(address);
      if (file) bitmap = await createImageBitmap(file);
    } catch (error) {
      bitmap = null;
    }
    this.loading.delete(address);
    this.keep(address, bitmap);
    this.onLoaded(address);
    this.loadMore();
  }

  async fetch(address) {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const file = await answer.blob();
    this.files.set(address, file);
    this.bytes += file.size;
    for (const [oldest, old] of this.files) {
      if (this.bytes <= MOST_BYTES) break;
      this.files.delete(oldest);
      this.bytes -= old.size;
    }
    return file;
  }

  keep(address, bitmap) {
    this.kept.set(address, bitmap);
    for (const [oldest, old] of this.kept) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
      if (old) old.close();
    }
  }
}
