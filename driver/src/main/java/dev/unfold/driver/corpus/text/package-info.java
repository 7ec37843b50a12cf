/**
 * The encoding of text files as corpora of ids: files are listed and cut into splits, pass 1 counts
 * tokens on the cluster into a vocabulary, pass 2 encodes every split into a part of fixed-width
 * ids.
 *
 * <p>The result depends on the text and the tokenizer only, never on the cluster or on how training
 * divides it, and is kept under a key of its inputs until they change. Start reading at {@link
 * dev.unfold.driver.corpus.text.TextCorpusEncoder}.
 *
 * <p>Imports: {@code com.fasterxml.jackson}, {@code driver.corpus}, {@code driver.corpus.source},
 * {@code driver.execution}, {@code driver.storage.commit}, {@code driver.storage.file}, {@code
 * driver.storage.fs}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j},
 * {@code scala}, {@code worker.error}, {@code worker.file}, {@code worker.model}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.sequence.subword}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.training}, {@code
 * worker.settings.validation}.
 */
package dev.unfold.driver.corpus.text;
