package dev.unfold.driver.corpus.row;

import java.util.List;

/**
 * A row for which predictions are made.
 *
 * @param place the file and row, for messages
 * @param input the value of the input column
 * @param values the values of all columns as they were read, including the input; not copied
 */
public record InputRow(String place, Object input, List<?> values) {}
