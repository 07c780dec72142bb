/** Pictures as data: reading, folders of classes, transforms. */
module dev.flambeau.images {
  requires static transitive org.jspecify;
  requires transitive dev.flambeau.api;
  requires java.desktop;

  exports dev.flambeau.images;
  exports dev.flambeau.images.dataset;
  exports dev.flambeau.images.transform;
}
