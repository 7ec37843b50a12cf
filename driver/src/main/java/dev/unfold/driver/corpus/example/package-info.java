/**
 * The encoding of tables as corpora of examples: Spark reads the rows, vocabularies and scales are
 * inferred from the training rows, then rows become examples: each of them, or all that are steps
 * of a sequence; the examples are written in a canonical order, with an index, so that training can
 * read any of them.
 *
 * <p>The result depends on the rows only: not on their order, on how they are spread over files, or
 * on the cluster. Start reading at {@link dev.unfold.driver.corpus.example.ExampleCorpusEncoder}.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.example.sequence}, {@code
 * driver.corpus.query}, {@code driver.corpus.row}, {@code driver.corpus.source}, {@code
 * driver.corpus.statistics}, {@code driver.corpus.table}, {@code driver.corpus.table.format},
 * {@code driver.corpus.text}, {@code driver.execution}, {@code driver.storage.commit}, {@code
 * driver.storage.fs}, {@code worker.file}, {@code worker.model}, {@code worker.sequence}, {@code
 * worker.sequence.batch}, {@code worker.sequence.example}, {@code worker.sequence.row}, {@code
 * worker.sequence.segment}, {@code worker.settings.corpus}, {@code worker.settings.training},
 * {@code worker.settings.validation}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop},
 * {@code org.apache.spark}, {@code org.slf4j}, {@code scala}.
 */
package dev.unfold.driver.corpus.example;
