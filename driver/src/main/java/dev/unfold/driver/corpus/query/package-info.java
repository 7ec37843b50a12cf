/**
 * Tables that Spark finds and reads: tables of its catalog, data sources, and datasets of programs.
 * Their rows are computed once and stored in a temporary folder, from which they are read like
 * files, and have a hash that does not depend on their order.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.source}, {@code driver.corpus.table},
 * {@code driver.corpus.table.format}, {@code driver.execution}, {@code driver.storage.commit},
 * {@code driver.storage.fs}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code
 * org.slf4j}, {@code worker.error}, {@code worker.file}, {@code worker.sequence}, {@code
 * worker.settings.corpus}, {@code worker.settings.validation}.
 */
package dev.unfold.driver.corpus.query;
