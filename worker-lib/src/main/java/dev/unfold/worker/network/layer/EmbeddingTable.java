package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.ParameterSlot;

/**
 * The table of an embedding, which has a row for each token.
 *
 * @param weight E, [V, width]
 * @param input the index of the input that it reads, among the inputs of tokens
 * @param tied whether the output layer shares the table; it then writes the whole gradient of the
 *     table first
 */
public record EmbeddingTable(ParameterSlot weight, int input, boolean tied) {}
