/**
 * Vectors of words that other programs have learned: the text and binary files of word2vec, and the
 * text files of GloVe and fastText.
 *
 * <p>Start reading at {@link dev.unfold.worker.sequence.vectors.WordVectorFile}.
 *
 * <p>Imports: {@code worker.error}.
 */
package dev.unfold.worker.sequence.vectors;
