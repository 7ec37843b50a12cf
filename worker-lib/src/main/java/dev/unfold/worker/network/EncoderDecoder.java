package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.Decoder;
import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.SourceEncoder;
import dev.unfold.worker.network.decoder.SourceEncoderForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.ParameterLayout;

/**
 * A decoder over the source of each lane: from a sequence (Sutskever et al. 2014, arXiv 1409.3215)
 * or from a vector. Its carry is that of the decoder; a lane that is reset starts from its source.
 *
 * @param parameters the parameters of both
 */
record EncoderDecoder(ParameterLayout parameters, SourceEncoder source, Decoder decoder)
    implements Network {
  @Override
  public CarryLayout carry() {
    return new CarryLayout(decoder.stack().stateWidths());
  }

  @Override
  public OutputDistribution distribution() {
    return decoder.head().distribution();
  }

  @Override
  public LossUnit lossUnit() {
    return decoder.head().lossUnit();
  }

  @Override
  public ForwardPass open(PassMemory memory) {
    Carry carried = new Carry(carry(), memory);
    SourceEncoderForward encoded = new SourceEncoderForward(source, memory);
    DecoderForward decoded = new DecoderForward(decoder, memory, carried.states(), encoded);
    return new EncoderDecoderForwardPass(parameters, memory, carried, encoded, decoded);
  }
}
