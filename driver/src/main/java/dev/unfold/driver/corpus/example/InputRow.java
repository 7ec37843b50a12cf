package dev.unfold.driver.corpus.example;

import org.apache.spark.sql.Row;

/**
 * A row of which something is to be predicted.
 *
 * @param place file and row, for messages
 * @param input value of the input's column
 * @param values of all columns as Spark has them, the input's too
 */
public record InputRow(String place, Object input, Row values) {}
