package dev.unfold.driver.corpus.example;

import org.apache.spark.sql.Row;

/**
 * A row of which something is to be predicted.
 *
 * @param file that it is in
 * @param input value of the input's column
 * @param values of all columns, the input's too
 */
public record InputRow(String file, Object input, Row values) {}
