/** Whether a registry has an image. */
package dev.gitopsbinding.registry.lookup;
