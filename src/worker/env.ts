/** What `wrangler.toml` binds, so that `env` of `cloudflare:workers` is typed. `BUCKETS` names further R2 bindings. */

declare global {
  namespace Cloudflare {
    interface Env {
      readonly ORIGINALS: R2Bucket;
      readonly PRIVATE: R2Bucket;
      readonly STYLES: KVNamespace;
      readonly ASSETS: Fetcher;
    }
    interface GlobalProps {
      mainModule: typeof import('../index.ts');
    }
  }
}

/** The bindings of this Worker. */
export type Env = Cloudflare.Env;
