//! Streams of the echo and reset protocols, each in a task of its own. The crate `libp2p-stream` drops those that come faster than they
//! are taken; this one takes all.
use std::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use futures::channel::mpsc::UnboundedSender;
use libp2p::{
    InboundUpgrade, Multiaddr, PeerId, Stream, StreamProtocol,
    core::{
        Endpoint,
        transport::PortUse,
        upgrade::{ReadyUpgrade, UpgradeInfo},
    },
    swarm::{
        ConnectionDenied, ConnectionHandler, ConnectionHandlerEvent, ConnectionId, FromSwarm, NetworkBehaviour, SubstreamProtocol,
        THandler, THandlerInEvent, THandlerOutEvent, ToSwarm, handler::ConnectionEvent,
    },
};

use crate::{Fault, PATIENCE, echo};

/// A stream that is opened, or why it is not.
type Opened = UnboundedSender<Result<Stream, Fault>>;

/// Serves echoes and resets, and opens streams for echoes on every connection that is dialed.
pub struct Behaviour {
    /// How many on a connection.
    pub open: usize,
    /// Who takes them.
    pub opened: Opened,
}

impl Behaviour {
    fn handler(&self, open: usize) -> Handler {
        Handler {
            open,
            opened: self.opened.clone(),
        }
    }
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = Handler;
    type ToSwarm = Infallible;

    fn handle_established_inbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(0))
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(self.handler(self.open))
    }

    fn on_swarm_event(&mut self, _: FromSwarm) {}

    fn on_connection_handler_event(&mut self, _: PeerId, _: ConnectionId, event: THandlerOutEvent<Self>) {
        match event {}
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

pub struct Handler {
    /// Streams still to be asked for.
    open: usize,
    opened: Opened,
}

impl ConnectionHandler for Handler {
    type FromBehaviour = Infallible;
    type ToBehaviour = Infallible;
    type InboundProtocol = Served;
    type OutboundProtocol = ReadyUpgrade<StreamProtocol>;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = ();

    fn listen_protocol(&self) -> SubstreamProtocol<Served> {
        SubstreamProtocol::new(Served, ()).with_timeout(PATIENCE)
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, (), Self::ToBehaviour>> {
        if self.open == 0 {
            return Poll::Pending;
        }
        self.open -= 1;
        let protocol = SubstreamProtocol::new(ReadyUpgrade::new(echo::PROTOCOL), ()).with_timeout(PATIENCE);
        Poll::Ready(ConnectionHandlerEvent::OutboundSubstreamRequest { protocol })
    }

    fn on_behaviour_event(&mut self, event: Infallible) {
        match event {}
    }

    fn on_connection_event(&mut self, event: ConnectionEvent<Served, Self::OutboundProtocol>) {
        // Nobody takes a stream any more when the peer is about to end.
        let _ = match event {
            ConnectionEvent::FullyNegotiatedInbound(stream) => {
                let (stream, protocol) = stream.protocol;
                // A stream that is dropped without being closed is reset, and so are those of the other protocol.
                if protocol == echo::PROTOCOL {
                    tokio::spawn(echo::serve(stream));
                }
                Ok(())
            }
            ConnectionEvent::FullyNegotiatedOutbound(stream) => self.opened.unbounded_send(Ok(stream.protocol)),
            ConnectionEvent::DialUpgradeError(fault) => self.opened.unbounded_send(Err(fault.error.to_string().into())),
            _ => Ok(()),
        };
    }
}

/// Takes streams of both protocols, and says which one it is.
pub struct Served;

impl UpgradeInfo for Served {
    type Info = StreamProtocol;
    type InfoIter = [StreamProtocol; 2];

    fn protocol_info(&self) -> Self::InfoIter {
        [echo::PROTOCOL, echo::RESET]
    }
}

impl InboundUpgrade<Stream> for Served {
    type Output = (Stream, StreamProtocol);
    type Error = Infallible;
    type Future = Ready<Result<Self::Output, Infallible>>;

    fn upgrade_inbound(self, stream: Stream, protocol: StreamProtocol) -> Self::Future {
        ready(Ok((stream, protocol)))
    }
}
