/** The ends of a network, where output and loss are one thing. */
package dev.unfold.worker.network.head;
