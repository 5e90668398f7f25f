/** What `wrangler.toml` binds, so that `env` of `cloudflare:workers` is typed. `BUCKETS` names further R2 bindings. */

type Fetching = Rpc.WorkerEntrypointBranded & { fetch(request: Request): Promise<Response> };

declare global {
  namespace Cloudflare {
    interface Env {
      readonly ORIGINALS: R2Bucket;
      readonly PRIVATE: R2Bucket;
      readonly STYLES: KVNamespace;
      readonly ASSETS: Fetcher;
      /** Only where `wrangler.toml` binds a queue. */
      readonly TASKS?: Queue;
      /** Only where `wrangler.toml` binds a dataset. */
      readonly ANALYTICS?: AnalyticsEngineDataset;
    }
    interface GlobalProps {
      mainModule: {
        readonly default: new (...args: unknown[]) => Fetching;
        readonly Renderer: new (...args: unknown[]) => Fetching & {
          purge(tags: readonly string[]): Promise<void>;
        };
      };
    }
  }
}

/** The bindings of this Worker. */
export type Env = Cloudflare.Env;
