/** Tensors, autograd and layers, and the interface that backends implement. */
module dev.flambeau.api {
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.flambeau.op;
  exports dev.flambeau.op.gradient;
  exports dev.flambeau.backend;
  exports dev.flambeau.backend.execution;
  exports dev.flambeau.backend.setting;
  exports dev.flambeau.tensor;
  exports dev.flambeau.tensor.error;
  exports dev.flambeau.tensor.functional;
  exports dev.flambeau.nn;
  exports dev.flambeau.nn.loss;
  exports dev.flambeau.nn.loss.image;
  exports dev.flambeau.nn.padding;
  exports dev.flambeau.optim;
  exports dev.flambeau.data;
  exports dev.flambeau.data.cifar;
  exports dev.flambeau.io;
  exports dev.flambeau.train;

  uses dev.flambeau.backend.BackendProvider;
}
