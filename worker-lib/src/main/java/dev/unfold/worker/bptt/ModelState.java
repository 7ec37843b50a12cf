package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * What shards start a round from and what they end it with, before and after averaging.
 *
 * @param parameters the flat vector, in the layout of the network
 * @param optimizer the optimizer's memory, slot after slot, each as long as the parameters
 */
public record ModelState(float[] parameters, float[] optimizer) implements Serializable {}
