/**
 * The encoding of wav files as corpora of companded samples: the headers of the files are read on
 * the cluster, their samples are cut into splits, and every split is encoded into a part of ids.
 *
 * <p>Start reading at {@link dev.unfold.driver.corpus.audio.AudioCorpusEncoder}.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code driver.corpus.text}, {@code driver.execution},
 * {@code driver.storage.fs}, {@code worker.sequence}, {@code worker.sequence.audio}, {@code
 * worker.settings.corpus}, {@code org.apache.hadoop}, {@code org.apache.spark}.
 */
package dev.unfold.driver.corpus.audio;
