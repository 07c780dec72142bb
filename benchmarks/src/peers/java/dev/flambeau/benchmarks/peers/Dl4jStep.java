package dev.flambeau.benchmarks.peers;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A training step in DL4J, of the networks that {@code flambeau bench step} has. */
final class Dl4jStep implements PeerMain.Step {
  private static final String ELMAN = "rnn";
  private static final int STATE = 64;
  private static final int STEPS = 50;
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final double RATE = 1e-3;

  private final MultiLayerNetwork network;
  private final List<DataSet> samples;
  private int next;

  Dl4jStep(String name, int batch) {
    boolean isElman = name.equals(ELMAN);
    int hidden = isElman ? STATE : Integer.parseInt(name.substring("mlp-".length()));
    network = new MultiLayerNetwork(isElman ? elman(hidden) : perceptron(hidden));
    network.init();
    samples =
        IntStream.range(0, PeerMain.BATCHES)
            .mapToObj(i -> isElman ? sequences(batch) : digits(batch))
            .toList();
  }

  private static MultiLayerConfiguration perceptron(int hidden) {
    return new NeuralNetConfiguration.Builder()
        .updater(new Adam(RATE))
        .list()
        .layer(dense(PIXELS, hidden))
        .layer(dense(hidden, hidden))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(hidden)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private static DenseLayer dense(int inputs, int outputs) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(Activation.RELU).build();
  }

  private static MultiLayerConfiguration elman(int hidden) {
    return new NeuralNetConfiguration.Builder()
        .updater(new Adam(RATE))
        .list()
        .layer(new SimpleRnn.Builder().nIn(1).nOut(hidden).activation(Activation.TANH).build())
        .layer(
            new RnnOutputLayer.Builder(LossFunction.MSE)
                .nIn(hidden)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build())
        .build();
  }

  private static DataSet digits(int batch) {
    INDArray labels = Nd4j.zeros(batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(uniform(batch, PIXELS), labels);
  }

  private static DataSet sequences(int batch) {
    return new DataSet(uniform(batch, 1, STEPS), uniform(batch, 1, STEPS));
  }

  /** On [−1, 1). */
  private static INDArray uniform(int... shape) {
    return Nd4j.rand(shape).muli(2).subi(1);
  }

  @Override
  public void run() {
    network.fit(samples.get(next));
    next = (next + 1) % PeerMain.BATCHES;
  }

  @Override
  public void close() {
    network.close();
  }
}
