package dev.gitopsbinding.controller.kube;

/**
 * A part of a resource that others define. Where its stored form does not fit, null is read for it;
 * else one odd object would keep the whole kind from being read.
 */
public interface ToleratedType {}
