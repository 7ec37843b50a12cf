/**
 * Matrix products over off-heap matrices: {@link dev.unfold.worker.tensor.gemm.Gemm} and its
 * providers, oneDNN, OpenBLAS and plain Java, with weights that are packed once.
 *
 * <p>Imports: {@code worker.settings.training}, {@code worker.tensor}, {@code
 * worker.tensor.memory}, {@code org.bytedeco.dnnl}, {@code org.bytedeco.javacpp}, {@code
 * org.bytedeco.openblas}.
 */
package dev.unfold.worker.tensor.gemm;
