/**
 * The encoding of wav files as corpora of companded samples: the headers of the files are read on
 * the cluster, their samples are cut into splits, and every split is encoded into a part of ids.
 *
 * <p>Start reading at {@link dev.unfold.driver.corpus.audio.AudioCorpusEncoder}.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code driver.corpus.text}.
 */
package dev.unfold.driver.corpus.audio;
