/** Known networks, as layers. */
module dev.flambeau.models {
  requires transitive dev.flambeau.api;
  requires static transitive org.jspecify;

  exports dev.flambeau.models;
}
