package dev.unfold.worker.tensor.gemm;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.memory.NativeResources;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** Copies a matrix into another layout or precision. */
final class DnnlReorder implements AutoCloseable {
  private final stream queue;
  private final NativeResources natives = new NativeResources();
  private final reorder primitive;
  private final memory source;
  private final memory target;
  private final IntMemoryMap arguments;
  private final ReusableFloatPointer pointer = natives.register(new ReusableFloatPointer());

  DnnlReorder(engine cpu, stream queue, memory.desc from, memory.desc to) {
    this.queue = queue;
    reorder.primitive_desc description =
        natives.register(new reorder.primitive_desc(cpu, from, cpu, to));
    DnnlImplementation.of(
        description,
        () ->
            String.format(
                "the copy of %d bytes of %s to %s",
                from.get_size(), from.get_data_type(), to.get_data_type()));
    primitive = natives.register(new reorder(description));
    source = natives.register(new memory(from, cpu, (Pointer) null));
    target = natives.register(new memory(to, cpu, (Pointer) null));
    arguments = natives.register(new IntMemoryMap());
    arguments.put(DNNL_ARG_FROM, source).put(DNNL_ARG_TO, target);
  }

  void copy(Operand from, Operand to) {
    source.set_data_handle(pointer.at(from));
    target.set_data_handle(pointer.at(to));
    primitive.execute(queue, arguments);
  }

  @Override
  public void close() {
    natives.close();
  }
}
