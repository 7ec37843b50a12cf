/**
 * Encoded examples as training reads them: split into batches and shards, chunk by chunk.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.example}, {@code worker.sequence}, {@code
 * worker.sequence.batch}, {@code worker.sequence.example}, {@code worker.sequence.segment}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.corpus.example.sharding;
