/**
 * The heads of networks, which compute output and loss together.
 *
 * <p>Imports: {@code worker.network.hmm}, {@code worker.network.layer}, {@code
 * worker.network.output}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.settings.network}, {@code worker.tensor}, {@code worker.tensor.gemm}.
 */
package dev.unfold.worker.network.head;
