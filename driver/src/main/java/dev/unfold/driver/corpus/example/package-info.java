/**
 * The encoding of tables as corpora of examples: Spark reads the rows, vocabularies and scales are
 * inferred from the training rows, then every row becomes an example; the examples are written in a
 * canonical order, with an index, so that training can read any of them.
 *
 * <p>The result depends on the rows only: not on their order, on how they are spread over files, or
 * on the cluster. Start reading at {@link dev.unfold.driver.corpus.example.ExampleCorpusEncoder}.
 */
package dev.unfold.driver.corpus.example;
