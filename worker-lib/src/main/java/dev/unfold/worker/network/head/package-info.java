/** The heads of networks, which compute output and loss together. */
package dev.unfold.worker.network.head;
