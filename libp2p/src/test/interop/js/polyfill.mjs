// Node 20 lacks it, and js-libp2p uses it.
Promise.withResolvers ??= function () {
  let resolve, reject
  const promise = new Promise((good, bad) => { [resolve, reject] = [good, bad] })
  return { promise, resolve, reject }
}
