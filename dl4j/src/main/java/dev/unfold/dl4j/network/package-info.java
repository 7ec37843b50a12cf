/** Implements Unfold's {@code Network} with a DL4J network. */
package dev.unfold.dl4j.network;
