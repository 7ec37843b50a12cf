/**
 * Off-heap blocks, native objects that are freed together, the opening of what holds them, and what
 * a machine lacks.
 *
 * <p>Imports: {@code worker.error}, {@code org.bytedeco.javacpp}.
 */
package dev.unfold.worker.tensor.memory;
