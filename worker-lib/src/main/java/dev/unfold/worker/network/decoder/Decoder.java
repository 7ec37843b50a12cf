package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.attention.Attention;
import dev.unfold.worker.network.head.Head;
import dev.unfold.worker.network.layer.Dropout;
import dev.unfold.worker.network.stack.LayerStack;
import java.util.Optional;

/**
 * A decoder, which generates a sequence from a source and the previous tokens.
 *
 * @param stack the stack over the previous tokens
 * @param readsVector whether the vector of the source is concatenated to each of them
 * @param attention the attention over the source
 * @param dropout before the head
 */
public record Decoder(
    LayerStack stack,
    boolean readsVector,
    Optional<Attention> attention,
    Optional<Dropout> dropout,
    Head head) {}
