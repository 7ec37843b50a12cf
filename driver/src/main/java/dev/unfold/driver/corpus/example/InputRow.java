package dev.unfold.driver.corpus.example;

import java.util.List;

/**
 * A row of which something is to be predicted.
 *
 * @param place file and row, for messages
 * @param input value of the input's column
 * @param values of all columns as they were read, the input's too; not copied
 */
public record InputRow(String place, Object input, List<?> values) {}
