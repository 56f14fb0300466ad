export {
  RedisCacheStore,
  type IORedisClient,
  type NodeRedisClient,
  type RedisCacheStoreOptions,
} from './node/cache/redis-cache-store.js';
