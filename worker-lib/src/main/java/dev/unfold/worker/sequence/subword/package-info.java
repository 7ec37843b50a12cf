/**
 * Words in pieces: the cutting of text into words, of words into subwords by byte-pair encoding or
 * a unigram model, and learning the subwords from the counts of words; the file {@code
 * tokenizer.json}.
 *
 * <p>Start reading at {@link dev.unfold.worker.sequence.subword.SubwordModel}.
 *
 * <p>Imports: {@code worker.error}, {@code worker.json}, {@code com.fasterxml.jackson}.
 */
package dev.unfold.worker.sequence.subword;
