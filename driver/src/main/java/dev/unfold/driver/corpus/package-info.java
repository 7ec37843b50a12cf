/**
 * The encoding of text files as corpora of ids: files are listed and cut into splits, pass 1 counts
 * tokens on the cluster into a vocabulary, pass 2 encodes every split into a part of fixed-width
 * ids.
 *
 * <p>The result depends on the text and the tokenizer only, never on the cluster or on how training
 * divides it, and is kept under a key of its inputs until they change. Start reading at {@link
 * dev.unfold.driver.corpus.TextCorpusEncoder}.
 */
package dev.unfold.driver.corpus;
