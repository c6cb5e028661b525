/** How a change reaches the manifest repository. */
package dev.gitopsbinding.delivery;
